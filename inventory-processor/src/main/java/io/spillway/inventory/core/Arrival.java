package io.spillway.inventory.core;

import org.jspecify.annotations.Nullable;

/**
 * A command as it arrived.
 *
 * @param traceparent the W3C trace context it came with, or null; its answer carries it on
 */
public record Arrival(Command command, @Nullable String traceparent) {}
