package io.spillway.ingest.core;

/**
 * An order that asks whether it may be sent now.
 *
 * @param caller the name of the identity that sends it
 * @param bytes of its body, decompressed
 */
public record RateRequest(String tenant, String caller, long bytes) {}
