package io.spillway.runtime.tls;

import org.jspecify.annotations.Nullable;

/**
 * A certificate or its key that no server can prove itself with; the message says what would do.
 */
final class UnusableCertificateException extends Exception {
  private static final long serialVersionUID = 1;

  /** Which of the two files is to be mended. */
  enum File {
    CERTIFICATE,
    KEY
  }

  private final File file;

  UnusableCertificateException(File file, String expected, @Nullable Throwable cause) {
    super(expected, cause);
    this.file = file;
  }

  File file() {
    return file;
  }
}
