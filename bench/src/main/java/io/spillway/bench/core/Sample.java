package io.spillway.bench.core;

/**
 * One contender in one round.
 *
 * @param round from 1
 */
public record Sample(int round, String contender, Role role, Measurements figures) {}
