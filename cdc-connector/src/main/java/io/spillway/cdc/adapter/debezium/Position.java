package io.spillway.cdc.adapter.debezium;

/**
 * Where an engine left off.
 *
 * @param readable whether it names a place in a binlog
 * @param inSnapshot whether that was inside a snapshot, which then has to be read anew
 */
record Position(byte[] key, String text, boolean readable, boolean inSnapshot) {}
