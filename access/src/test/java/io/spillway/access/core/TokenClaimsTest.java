package io.spillway.access.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.access.core.Authentication.Denied;
import io.spillway.access.core.Authentication.Granted;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenClaimsTest {
  private static final TokenClaims CLAIMS = new TokenClaims("tenant", "roles");

  @Test
  void scopesAndRolesAddUp() {
    Identity identity =
        identity(
            Map.of(
                "tenant",
                "acme",
                "scope",
                "orders:write unheard-of",
                "roles",
                List.of("analyst", "emperor")));

    Set<Scope> expected = EnumSet.copyOf(Role.ANALYST.scopes());
    expected.add(Scope.ORDERS_WRITE);
    assertThat(identity.scopes()).isEqualTo(expected);
    assertThat(identity.name()).isEqualTo("token:someone");
  }

  @Test
  void tenantsAreOneOrSeveralOrAll() {
    assertThat(identity(Map.of("tenant", "a")).tenants()).isEqualTo(Tenants.of(Set.of("a")));
    assertThat(identity(Map.of("tenant", List.of("a", "b"))).tenants())
        .isEqualTo(Tenants.of(Set.of("a", "b")));
    assertThat(identity(Map.of("tenant", "*")).tenants()).isEqualTo(Tenants.ALL);
  }

  @Test
  void aTokenWithoutATenantIsRefused() {
    for (Map<String, ?> claims :
        List.<Map<String, ?>>of(
            Map.of(), Map.of("tenant", 7), Map.of("tenant", List.of()), Map.of("tenants", "a"))) {
      assertThat(CLAIMS.identity("someone", claims))
          .isInstanceOfSatisfying(
              Denied.class, denied -> assertThat(denied.detail()).contains("'tenant'"));
    }
  }

  @Test
  void theUsualTenantIsTheOnlyOneOrTheDefault() {
    assertThat(Tenants.ALL.usual("default")).isEqualTo("default");
    assertThat(Tenants.of(Set.of("a")).usual("default")).isEqualTo("a");
    assertThat(Tenants.of(Set.of("a", "default")).usual("default")).isEqualTo("default");
    assertThat(Tenants.of(Set.of("a", "b")).usual("default")).isNull();
    assertThat(Tenants.of(Set.of()).usual("default")).isNull();
  }

  private static Identity identity(Map<String, ?> claims) {
    return ((Granted) CLAIMS.identity("someone", claims)).identity();
  }
}
