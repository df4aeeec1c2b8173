package io.spillway.stack.port;

import io.spillway.stack.core.CertificateFacts;
import io.spillway.stack.core.TlsPort;
import java.util.List;
import java.util.Optional;

/**
 * The certificates of a secured pipeline's servers and services. What cannot be done is a {@link
 * io.spillway.stack.core.OperationException}.
 */
public interface Certificates {
  /** What the files say. */
  List<CertificateFacts> list();

  /**
   * New certificates and keys from the same authority, put where each server reads its own. A
   * server that does not look at its files by itself has to be told.
   */
  void renew() throws InterruptedException;

  /** The ports of what runs. */
  List<TlsPort> ports();

  /** The serial number that a port serves now, as the files say it; empty when it serves none. */
  Optional<String> served(TlsPort port);
}
