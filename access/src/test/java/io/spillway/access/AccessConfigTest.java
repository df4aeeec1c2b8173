package io.spillway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.spillway.runtime.config.InvalidSettingsException;
import io.spillway.runtime.config.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessConfigTest {
  private static final String HOST = "spillway.test.host";

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"})
  void byDefaultNobodyNeedsCredentialsOnALoopbackAddress(String host) {
    assertThat(read("", host).required()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.7", "127.0.0.1.evil.test", "shop.test"})
  void onAnyOtherAddressSomebodyMustDecide(String host) {
    assertThatThrownBy(() -> read("", host))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("spillway.access.mode = local")
        .hasMessageContaining("required")
        .hasMessageContaining(host);
    assertThat(read("mode = required", host).required()).isTrue();
    assertThat(read("mode = open", host).required()).isFalse();
  }

  @Test
  void aModeThatIsNoneIsNamed() {
    assertThatThrownBy(() -> read("mode = off", "127.0.0.1"))
        .hasMessageContaining("'off'")
        .hasMessageContaining("local, required or open");
  }

  @Test
  void anIssuerNeedsItsNameAndAudienceAndHttps() {
    assertThat(read("", "::1").issuer()).isEmpty();
    String issuer = "jwt { issuer = \"https://i.test\", audience = a, jwks-uri = \"%s\" }";
    assertThat(read(issuer.formatted("https://i.test/jwks"), "::1").issuer())
        .hasValueSatisfying(
            read -> {
              assertThat(read.audience()).isEqualTo("a");
              assertThat(read.tenantClaim()).isEqualTo("tenant");
              assertThat(read.cacheFor()).isEqualTo(Duration.ofSeconds(60));
            });
    assertThat(read(issuer.formatted("http://127.0.0.1:1/jwks"), "::1").issuer()).isPresent();
    assertThatThrownBy(() -> read(issuer.formatted("http://i.test/jwks"), "::1"))
        .hasMessageContaining("https");
    assertThatThrownBy(() -> read("jwt.jwks-uri = \"https://i.test/jwks\"", "::1"))
        .hasMessageContaining("spillway.access.jwt.issuer")
        .hasMessageContaining("spillway.access.jwt.audience");
  }

  private static AccessConfig read(String access, String host) {
    Settings settings =
        Settings.of(
            ConfigFactory.parseString(
                    "spillway.access { " + access + " }\n" + HOST + " = \"" + host + "\"")
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    AccessConfig config = AccessConfig.from(settings, HOST);
    settings.check();
    return config;
  }
}
