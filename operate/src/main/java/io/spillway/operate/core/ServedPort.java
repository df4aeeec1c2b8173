package io.spillway.operate.core;

import io.spillway.stack.core.TlsPort;

/**
 * What a port serves after a rotation.
 *
 * @param expected the serial number of the new certificate
 * @param served that of the one in use; empty when the port does not answer
 */
public record ServedPort(TlsPort port, String expected, String served) {
  public boolean isNew() {
    return expected.equals(served);
  }

  /** For people. */
  public String state() {
    if (isNew()) {
      return "new";
    }
    return served.isEmpty() ? "no answer" : "OLD";
  }
}
