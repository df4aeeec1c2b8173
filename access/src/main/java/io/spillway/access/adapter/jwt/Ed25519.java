package io.spillway.access.adapter.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/** Signatures by Ed25519 (RFC 8037) with the JDK's own provider; nimbus would ask for Tink. */
final class Ed25519 extends BaseJWSProvider implements JWSVerifier {
  /** What stands before the 32 bytes of a key in X.509 (RFC 8410). */
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int KEY_BYTES = 32;
  private static final String NAME = "Ed25519";

  private final PublicKey key;

  Ed25519(PublicKey key) {
    super(Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519));
    this.key = key;
  }

  static PublicKey publicKey(byte[] encoded) throws JOSEException {
    if (encoded.length != KEY_BYTES) {
      throw new JOSEException("a key of Ed25519 has 32 bytes, not " + encoded.length);
    }
    ByteArrayOutputStream x509 = new ByteArrayOutputStream();
    x509.writeBytes(X509_PREFIX);
    x509.writeBytes(encoded);
    try {
      return KeyFactory.getInstance(NAME)
          .generatePublic(new X509EncodedKeySpec(x509.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new JOSEException(e.getMessage(), e);
    }
  }

  @Override
  public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException {
    if (header.getCriticalParams() != null) {
      return false; // none is understood, so RFC 7515 asks for a refusal
    }
    try {
      Signature verifier = Signature.getInstance(NAME);
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature.decode());
    } catch (SignatureException e) {
      return false; // of another length
    } catch (GeneralSecurityException e) {
      throw new JOSEException(e.getMessage(), e);
    }
  }
}
