package io.spillway.cdc.core;

/** A change that could not be mapped, and why. */
public record RejectedRow(RowChangeInput change, String cause) {}
