package io.spillway.runtime.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A file of certificates (PEM) in the forms that clients ask for. The JDK has no key store of that
 * form, and MySQL's driver takes a file of a key store only. Thread-safe.
 *
 * <p>Failures are {@link UncheckedIOException} when the file cannot be read, and {@link
 * IllegalArgumentException} when it holds no certificates.
 */
public final class TrustedCertificates {
  /** The setting that names the file. */
  static final String CA_FILE = "spillway.tls.ca-file";

  public static final String KEY_STORE_TYPE = "PKCS12";

  /** Of key stores with certificates only, which are public; some clients insist on one. */
  public static final String KEY_STORE_PASSWORD = "certificates";

  /** One for each file, so that clients which come and go leave no more of them. */
  private static final Map<Path, Path> KEY_STORES = new ConcurrentHashMap<>();

  private TrustedCertificates() {}

  /** A context that trusts these certificates alone; the JVM's own ones when there is no file. */
  public static SSLContext context(@Nullable Path caFile) {
    try {
      if (caFile == null) {
        return SSLContext.getDefault();
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(keyStore(caFile));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(caFile + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** A PKCS #12 file with these certificates, of this JVM alone; it goes when the JVM ends. */
  public static Path keyStoreFile(Path caFile) {
    return KEY_STORES.computeIfAbsent(caFile, TrustedCertificates::write);
  }

  private static Path write(Path caFile) {
    try {
      Path file = Files.createTempFile("spillway-trust-", ".p12");
      file.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(file)) {
        keyStore(caFile).store(out, KEY_STORE_PASSWORD.toCharArray());
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a key store for " + caFile, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(caFile + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore keyStore(Path caFile) throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(caFile)) {
      KeyStore store = KeyStore.getInstance(KEY_STORE_TYPE);
      store.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + store.size(), each);
      }
      if (store.size() == 0) {
        throw new IllegalArgumentException(caFile + " holds no certificate");
      }
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + caFile, e);
    }
  }
}
