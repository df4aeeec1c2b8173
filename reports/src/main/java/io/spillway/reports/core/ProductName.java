package io.spillway.reports.core;

/**
 * What people call a SKU.
 *
 * @param category empty when it has none
 */
public record ProductName(String name, String category) {}
