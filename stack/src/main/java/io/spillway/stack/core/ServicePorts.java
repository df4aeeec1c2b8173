package io.spillway.stack.core;

/**
 * The ports that one service was given.
 *
 * @param admin health and metrics
 * @param open the public one; 0 when the service has none
 */
public record ServicePorts(int admin, int open) {}
