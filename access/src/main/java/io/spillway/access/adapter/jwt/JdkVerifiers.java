package io.spillway.access.adapter.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import java.security.Key;
import java.security.interfaces.EdECPublicKey;

/** The library's verifiers, and one for Ed25519. */
public final class JdkVerifiers extends DefaultJWSVerifierFactory {
  @Override
  public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
    return key instanceof EdECPublicKey ed25519
        ? new Ed25519(ed25519)
        : super.createJWSVerifier(header, key);
  }
}
