package io.spillway.runtime.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates of this machine that sign themselves, so that clients trust the file itself. */
public final class TestCertificates {
  private TestCertificates() {}

  /** Where a certificate and its key are. */
  public record PemFiles(Path certificate, Path key) {}

  /** Files {@code NAME.pem} and {@code NAME-key.pem}, of a year from now on. */
  public static PemFiles write(Path directory, String name, long serial) {
    return write(directory, name, serial, "EC", Instant.now().plus(Duration.ofDays(365)));
  }

  /**
   * The same, in place of files that are there.
   *
   * @param keys {@code EC} or {@code RSA}
   */
  public static PemFiles write(
      Path directory, String name, long serial, String keys, Instant notAfter) {
    PemFiles files =
        new PemFiles(directory.resolve(name + ".pem"), directory.resolve(name + "-key.pem"));
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(keys);
      generator.initialize(keys.equals("EC") ? 256 : 2_048);
      KeyPair pair = generator.generateKeyPair();
      replace(files.key(), "PRIVATE KEY", pair.getPrivate().getEncoded());
      replace(files.certificate(), "CERTIFICATE", certificate(pair, serial, keys, notAfter));
      return files;
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("no certificate for a test", e);
    }
  }

  private static byte[] certificate(KeyPair pair, long serial, String keys, Instant notAfter)
      throws IOException, OperatorCreationException {
    X500Principal name = new X500Principal("CN=localhost,O=Spillway tests");
    return new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(serial),
            Date.from(notAfter.minus(Duration.ofDays(730))),
            Date.from(notAfter),
            name,
            pair.getPublic())
        .addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(
                new GeneralName[] {
                  new GeneralName(GeneralName.dNSName, "localhost"),
                  new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                }))
        .build(
            new JcaContentSignerBuilder(keys.equals("EC") ? "SHA256withECDSA" : "SHA256withRSA")
                .build(pair.getPrivate()))
        .getEncoded();
  }

  /** With another time of modification, however fast one follows the other. */
  private static void replace(Path file, String type, byte[] content) throws IOException {
    Instant before = Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : null;
    Files.writeString(
        file,
        "-----BEGIN "
            + type
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(content)
            + "\n-----END "
            + type
            + "-----\n");
    if (before != null) {
      Files.setLastModifiedTime(file, FileTime.from(before.plusMillis(10)));
    }
  }
}
