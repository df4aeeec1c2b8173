package io.spillway.stack.core;

/**
 * A port of this machine that proves itself with a certificate.
 *
 * @param owner the server or service that the certificate is for
 * @param mysql whether encryption begins after a greeting in MySQL's protocol
 */
public record TlsPort(String owner, int port, boolean mysql) {}
