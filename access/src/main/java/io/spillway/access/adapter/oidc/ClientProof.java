package io.spillway.access.adapter.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import io.spillway.access.OpenIdConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the reports show the provider which client they are: with a secret, or by name alone. */
final class ClientProof {
  private ClientProof() {}

  /** The header is what every provider must take (RFC 6749, 2.3.1), unless it says otherwise. */
  static boolean isInBody(@Nullable List<ClientAuthenticationMethod> methods) {
    return methods != null
        && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
  }

  static TokenRequest request(
      OpenIdConfig config, ProviderMetadata.Known provider, AuthorizationGrant grant) {
    ClientID client = new ClientID(config.clientId());
    if (config.clientSecret().isEmpty()) {
      return new TokenRequest.Builder(provider.token(), client, grant).build();
    }
    Secret secret = new Secret(config.clientSecret().get());
    return new TokenRequest.Builder(
            provider.token(),
            provider.secretInBody()
                ? new ClientSecretPost(client, secret)
                : new ClientSecretBasic(client, secret),
            grant)
        .build();
  }
}
