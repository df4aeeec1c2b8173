package io.spillway.ingest.port;

import io.spillway.schemas.routing.RoutedId;

/** How far an order has come. */
public record OrderVersion(RoutedId orderId, String status, long version) {}
