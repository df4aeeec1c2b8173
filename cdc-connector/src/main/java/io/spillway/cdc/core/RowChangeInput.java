package io.spillway.cdc.core;

/**
 * One change of one row, before it is understood.
 *
 * @param table as the server names it; maybe none that is captured
 */
public record RowChangeInput(
    String table, RowOperation operation, ChangedRow row, RowOrigin origin) {}
