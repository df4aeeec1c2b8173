/**
 * Writes what other teams read of the public topics, {@code asyncapi.yaml} and a page, from the
 * messages, topics and headers in the code, and holds it against what the code does.
 */
package io.spillway.schemas.contract;
