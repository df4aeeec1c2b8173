package io.spillway.stack.adapter.tls;

import io.spillway.stack.core.CertificateFacts;
import io.spillway.stack.core.CertificatePlan;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Signs the servers' certificates of one home. Its own and theirs are files of a directory: {@code
 * ca.pem}, {@code ca-key.pem}, and {@code NAME.pem} and {@code NAME-key.pem} for each server. Not
 * thread-safe.
 */
final class CertificateAuthority {
  private static final String KEYS = "EC";
  private static final String SIGNATURES = "SHA256withECDSA";
  private static final int SERIAL_BITS = 127;

  private final Path directory;
  private final Instant now;
  private final SecureRandom random;
  private final Function<String, List<String>> dnsNames;

  /** For servers of this machine alone. */
  CertificateAuthority(Path directory, Instant now, SecureRandom random) {
    this(directory, now, random, _ -> CertificatePlan.DNS_NAMES);
  }

  /** For servers that clients find under these DNS names. */
  CertificateAuthority(
      Path directory, Instant now, SecureRandom random, Function<String, List<String>> dnsNames) {
    this.directory = directory;
    this.now = now;
    this.random = random;
    this.dnsNames = dnsNames;
  }

  static Path authorityFile(Path directory) {
    return directory.resolve("ca.pem");
  }

  static Path certificateFile(Path directory, String name) {
    return directory.resolve(name + ".pem");
  }

  static Path keyFile(Path directory, String name) {
    return directory.resolve(name + "-key.pem");
  }

  /**
   * Makes what is missing, ends soon or lacks a name. A certificate that holds stays as it is; with
   * a new authority all are new.
   */
  void ensure(List<String> servers) throws IOException, GeneralSecurityException {
    PrivateFiles.createDirectory(directory);
    boolean renewed = isDue("ca");
    if (renewed) {
      KeyPair keys = keys();
      store("ca", certificate(null, keys, keys.getPublic(), CertificatePlan.AUTHORITY), keys);
    }
    Signer authority = signer();
    for (String server : servers) {
      if (renewed || isDue(server) || lacksName(server)) {
        sign(authority, server);
      }
    }
  }

  /** New certificates and keys from the authority that is there. */
  void renew(List<String> servers) throws IOException, GeneralSecurityException {
    Signer authority = signer();
    for (String server : servers) {
      sign(authority, server);
    }
  }

  private Signer signer() throws IOException, GeneralSecurityException {
    X509Certificate certificate = Pem.certificate(authorityFile(directory));
    return new Signer(
        certificate,
        new KeyPair(certificate.getPublicKey(), Pem.key(keyFile(directory, "ca"), KEYS)));
  }

  private void sign(Signer authority, String server) throws IOException, GeneralSecurityException {
    KeyPair keys = keys();
    store(
        server,
        certificate(authority.certificate(), authority.keys(), keys.getPublic(), server),
        keys);
  }

  private record Signer(X509Certificate certificate, KeyPair keys) {}

  private boolean isDue(String name) throws IOException, GeneralSecurityException {
    Path file = certificateFile(directory, name);
    if (!Files.exists(file) || !Files.exists(keyFile(directory, name))) {
      return true;
    }
    return CertificatePlan.isDue(Pem.certificate(file).getNotAfter().toInstant(), now);
  }

  private boolean lacksName(String server) throws IOException, GeneralSecurityException {
    CertificateFacts facts = Pem.facts(server, Pem.certificate(certificateFile(directory, server)));
    return !facts.names().containsAll(dnsNames.apply(server));
  }

  private void store(String name, X509Certificate certificate, KeyPair keys)
      throws IOException, GeneralSecurityException {
    // The certificate last: a start that was cut off between them makes both again.
    Files.deleteIfExists(certificateFile(directory, name));
    PrivateFiles.write(keyFile(directory, name), Pem.of(keys.getPrivate()));
    PrivateFiles.write(certificateFile(directory, name), Pem.of(certificate));
  }

  private KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(KEYS);
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  /** The authority's own where there is no issuer. */
  private X509Certificate certificate(
      @Nullable X509Certificate issuer, KeyPair signer, PublicKey key, String name)
      throws GeneralSecurityException {
    X500Principal subject = new X500Principal(CertificatePlan.subject(name));
    Duration life = issuer == null ? CertificatePlan.AUTHORITY_LIFE : CertificatePlan.SERVER_LIFE;
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer == null ? subject : issuer.getSubjectX500Principal(),
            new BigInteger(SERIAL_BITS, random),
            Date.from(now.minus(CertificatePlan.SKEW)),
            Date.from(now.plus(life)),
            subject,
            key);
    try {
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(signer.getPublic()));
      if (issuer == null) {
        addAuthorityUse(builder);
      } else {
        addServerUse(builder, CertificatePlan.isForClients(name), dnsNames.apply(name));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(SIGNATURES).build(signer.getPrivate())));
    } catch (OperatorCreationException | IOException e) {
      throw new GeneralSecurityException("cannot sign a certificate for " + name, e);
    }
  }

  private static void addAuthorityUse(X509v3CertificateBuilder builder) throws IOException {
    // It signs servers, and no further authority.
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
  }

  private static void addServerUse(
      X509v3CertificateBuilder builder, boolean client, List<String> dnsNames) throws IOException {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            client
                ? new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}
                : new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth}));
    List<GeneralName> names = new ArrayList<>();
    for (String dns : dnsNames) {
      names.add(new GeneralName(GeneralName.dNSName, dns));
    }
    for (String address : CertificatePlan.ADDRESSES) {
      names.add(new GeneralName(GeneralName.iPAddress, address));
    }
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(names.toArray(GeneralName[]::new)));
  }
}
