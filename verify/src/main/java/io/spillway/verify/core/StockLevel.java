package io.spillway.verify.core;

/** The units of one SKU that can still be had, and those held for orders. */
public record StockLevel(long available, long reserved) {}
