package io.spillway.cdc.adapter.debezium;

/**
 * Where an engine left off.
 *
 * @param inSnapshot whether that was inside a snapshot, which then has to be read anew
 */
record Position(byte[] key, String text, boolean inSnapshot) {}
