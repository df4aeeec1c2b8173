package io.spillway.runtime.tls;

import io.spillway.runtime.tls.UnusableCertificateException.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with the key that belongs to it.
 *
 * @param chain the server's certificate first, each signed by the next
 */
record PemPair(List<X509Certificate> chain, PrivateKey key) {
  private static final long MAX_BYTES = 256 * 1024;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final String KEY_EXPECTED =
      "a private key in PKCS #8 without a password, which begins with 'BEGIN PRIVATE KEY'"
          + " ('openssl pkcs8 -topk8 -nocrypt' writes one)";

  PemPair {
    chain = List.copyOf(chain);
  }

  /** Its serial number in hexadecimal digits. */
  String serial() {
    return chain.getFirst().getSerialNumber().toString(16);
  }

  /** Reads both files (PEM), and makes sure that they belong together and have not ended. */
  static PemPair read(Path certificateFile, Path keyFile, Instant now)
      throws UnusableCertificateException {
    List<X509Certificate> chain = chain(certificateFile);
    X509Certificate own = chain.getFirst();
    if (own.getNotAfter().toInstant().isBefore(now)) {
      throw new UnusableCertificateException(
          File.CERTIFICATE,
          String.format(
              Locale.ROOT,
              "a certificate that is valid; this one ended at %s: renew it",
              own.getNotAfter().toInstant()),
          null);
    }
    PrivateKey key = key(keyFile, own.getPublicKey());
    if (!belongs(key, own.getPublicKey())) {
      throw other(null);
    }
    return new PemPair(chain, key);
  }

  private static List<X509Certificate> chain(Path file) throws UnusableCertificateException {
    String expected = "one or more certificates (PEM), the server's own first";
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new UnusableCertificateException(File.CERTIFICATE, expected, null);
      }
      return chain;
    } catch (IOException e) {
      throw new UnusableCertificateException(File.CERTIFICATE, unreadable(e), e);
    } catch (GeneralSecurityException e) {
      throw new UnusableCertificateException(File.CERTIFICATE, expected, e);
    }
  }

  private static PrivateKey key(Path file, PublicKey certified)
      throws UnusableCertificateException {
    byte[] encoded = encoded(file);
    try {
      return KeyFactory.getInstance(certified.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw other(e);
    }
  }

  private static byte[] encoded(Path file) throws UnusableCertificateException {
    try {
      String text =
          Files.size(file) > MAX_BYTES ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
      Matcher key = KEY.matcher(text);
      if (key.find()) {
        return Base64.getMimeDecoder().decode(key.group(1));
      }
    } catch (IOException e) {
      throw new UnusableCertificateException(File.KEY, unreadable(e), e);
    } catch (IllegalArgumentException e) {
      throw new UnusableCertificateException(File.KEY, KEY_EXPECTED, e);
    }
    throw new UnusableCertificateException(File.KEY, KEY_EXPECTED, null);
  }

  /** Whether what the one signs is verified by the other. */
  private static boolean belongs(PrivateKey key, PublicKey certified) {
    try {
      byte[] words = "spillway".getBytes(StandardCharsets.US_ASCII);
      Signature signature = Signature.getInstance(signatures(key));
      signature.initSign(key);
      signature.update(words);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(words);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String signatures(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> key.getAlgorithm();
    };
  }

  private static UnusableCertificateException other(@Nullable Throwable cause) {
    return new UnusableCertificateException(
        File.KEY, "the private key that the certificate was made for, and this is another", cause);
  }

  private static String unreadable(IOException e) {
    return "a file that this process can read, but: " + e;
  }
}
