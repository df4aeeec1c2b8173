package io.spillway.stack.adapter.tls;

import io.spillway.stack.core.CertificateFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** Certificates and keys as text (RFC 7468), which every one of the servers reads. */
final class Pem {
  private static final String KEY = "PRIVATE KEY";
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  static String of(X509Certificate certificate) throws GeneralSecurityException {
    return text("CERTIFICATE", certificate.getEncoded());
  }

  /** PKCS #8, not encrypted. */
  static String of(PrivateKey key) {
    return text(KEY, key.getEncoded());
  }

  /** The first certificate of a file. */
  static X509Certificate certificate(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** What a certificate says, for people. */
  static CertificateFacts facts(String owner, X509Certificate certificate)
      throws GeneralSecurityException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return new CertificateFacts(
        owner,
        names == null ? List.of() : names.stream().map(name -> "" + name.get(1)).toList(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        serial(certificate));
  }

  /** A serial number as people compare it: hexadecimal digits. */
  static String serial(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16);
  }

  static PrivateKey key(Path file, String algorithm) throws IOException, GeneralSecurityException {
    String base64 =
        Files.readString(file).replace(begin(KEY), "").replace(end(KEY), "").replaceAll("\\s", "");
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static String text(String type, byte[] content) {
    return begin(type) + "\n" + LINES.encodeToString(content) + "\n" + end(type) + "\n";
  }

  private static String begin(String type) {
    return "-----BEGIN " + type + "-----";
  }

  private static String end(String type) {
    return "-----END " + type + "-----";
  }
}
