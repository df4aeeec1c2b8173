package io.spillway.inventory.core;

import org.jspecify.annotations.Nullable;

/**
 * What goes back to whoever sent a command.
 *
 * @param traceparent of the command, or null
 */
public record Answer(Command command, LineDecision settlement, @Nullable String traceparent) {}
