package io.spillway.runtime.tls;

import io.spillway.runtime.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that a server proves itself with, from two files (PEM). Files that change are
 * taken with the next handshake, at the earliest a second after the last look; files that cannot be
 * used leave the certificate as it is, and are told in the log once. Thread-safe.
 */
public final class OwnCertificate {
  private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final Path certificateFile;
  private final Path keyFile;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final AtomicLong nextLook;
  private volatile Held current;
  private volatile @Nullable Held previous;

  /** Of files that could not be used; written by whoever looks, one at a time. */
  private @Nullable Stamp failed;

  private boolean told;

  /** A pair, and the files that it was read from. */
  record Held(String alias, PemPair pair, Stamp stamp) {}

  /** By which files are known to have changed. */
  record Stamp(String certificate, String key) {
    static Stamp of(Path certificateFile, Path keyFile) {
      return new Stamp(of(certificateFile), of(keyFile));
    }

    private static String of(Path file) {
      try {
        return Files.getLastModifiedTime(file).toInstant() + "/" + Files.size(file);
      } catch (IOException gone) {
        return "";
      }
    }
  }

  OwnCertificate(Path certificateFile, Path keyFile, InstantSource clock, LongSupplier nanoTime)
      throws UnusableCertificateException {
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.current = read("1");
    this.nextLook = new AtomicLong(nanoTime.getAsLong() + LOOK_NANOS);
  }

  /**
   * Reads {@code PATH.certificate-file} and {@code PATH.key-file}; null where neither is set. Files
   * that cannot be used are noted in the settings.
   */
  public static @Nullable OwnCertificate from(Settings settings, String path) {
    String certificatePath = path + ".certificate-file";
    String keyPath = path + ".key-file";
    String certificate = settings.textOrEmpty(certificatePath);
    String key = settings.textOrEmpty(keyPath);
    if (certificate.isEmpty() && key.isEmpty()) {
      return null;
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      settings.violation(
          certificate.isEmpty() ? certificatePath : keyPath,
          "''",
          "a file (PEM), because "
              + (certificate.isEmpty() ? keyPath : certificatePath)
              + " is set: set both for HTTPS, or none");
      return null;
    }
    try {
      return new OwnCertificate(Path.of(certificate), Path.of(key), Instant::now, System::nanoTime);
    } catch (UnusableCertificateException e) {
      boolean ofKey = e.file() == UnusableCertificateException.File.KEY;
      settings.violation(
          ofKey ? keyPath : certificatePath,
          "'" + (ofKey ? key : certificate) + "'",
          "" + e.getMessage());
    } catch (InvalidPathException e) {
      settings.violation(certificatePath, "'" + certificate + "'", "the names of two files");
    }
    return null;
  }

  /** For a server's sockets; each handshake has the certificate of the moment. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new PemKeyManager(this)}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /** What a handshake that begins now is given. */
  Held current() {
    long due = nextLook.get();
    long now = nanoTime.getAsLong();
    if (now - due >= 0 && nextLook.compareAndSet(due, now + LOOK_NANOS)) {
      look();
    }
    return current;
  }

  /** The pair of an alias: that of the moment, or the one before. */
  @Nullable PemPair named(String alias) {
    Held now = current;
    if (now.alias().equals(alias)) {
      return now.pair();
    }
    Held before = previous;
    return before != null && before.alias().equals(alias) ? before.pair() : null;
  }

  private synchronized void look() {
    Stamp stamp = Stamp.of(certificateFile, keyFile);
    if (stamp.equals(current.stamp()) || told && stamp.equals(failed)) {
      return;
    }
    try {
      Held next = read(Integer.toString(Integer.parseInt(current.alias()) + 1));
      previous = current;
      current = next;
      failed = null;
      told = false;
      LOG.atInfo()
          .addKeyValue("certificateFile", certificateFile)
          .addKeyValue("serial", next.pair().serial())
          .addKeyValue("until", next.pair().chain().getFirst().getNotAfter().toInstant())
          .log("New certificate is used");
    } catch (UnusableCertificateException e) {
      // Whoever replaces the two files is between them, unless they stay so.
      told = stamp.equals(failed);
      failed = stamp;
      if (told) {
        LOG.atWarn()
            .addKeyValue("certificateFile", certificateFile)
            .addKeyValue("keyFile", keyFile)
            .addKeyValue("expected", e.file() + ": " + e.getMessage())
            .log("New certificate cannot be used; the one before stays. Replace both files");
      }
    }
  }

  private Held read(String alias) throws UnusableCertificateException {
    // Before the files: one that changes meanwhile is looked at again.
    Stamp stamp = Stamp.of(certificateFile, keyFile);
    return new Held(alias, PemPair.read(certificateFile, keyFile, clock.instant()), stamp);
  }
}
