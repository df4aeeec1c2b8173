package io.spillway.client.core;

/**
 * One thing that is wrong with a request.
 *
 * @param where a JSON Pointer into the body, such as {@code /lines/0/sku}, or the name of a header
 *     or parameter; empty when it is about the whole
 * @param reason what is wrong and what is expected
 */
public record Violation(String where, String reason) {}
