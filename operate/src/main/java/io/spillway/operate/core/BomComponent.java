package io.spillway.operate.core;

/**
 * A library of a bill of materials.
 *
 * @param name group and artifact, as {@code group:artifact}
 */
public record BomComponent(String name, String version) {}
