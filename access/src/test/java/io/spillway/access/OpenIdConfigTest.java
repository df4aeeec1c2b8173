package io.spillway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.spillway.runtime.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenIdConfigTest {
  private static final String WHOLE =
      "issuer = \"https://login.test/realm\", client-id = c, reports-uri = \"https://r.test\"\n";

  @Test
  void withoutAnIssuerThereIsNoProvider() {
    assertThat(read("")).isEmpty();
  }

  @Test
  void anIssuerNeedsAClientAndWhereTheReportsAre() {
    OpenIdConfig config = read(WHOLE).orElseThrow();
    assertThat(config.callback()).hasToString("https://r.test/reports/login/callback");
    assertThat(config.clientSecret()).isEmpty();
    assertThat(config.scopes()).containsExactly("openid");
    assertThat(config.sessionFor()).isEqualTo(Duration.ofHours(12));
    assertThat(config.tenantClaim()).isEqualTo("tenant");
    assertThatThrownBy(() -> read("issuer = \"https://login.test\""))
        .hasMessageContaining("spillway.access.oidc.client-id")
        .hasMessageContaining("spillway.access.oidc.reports-uri");
  }

  @Test
  void theSecretIsInAFileAndNotInMessages(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), "hush\n");
    OpenIdConfig config = read(WHOLE + "client-secret-file = \"" + file + "\"").orElseThrow();
    assertThat(config.clientSecret()).hasValue("hush");
    assertThat(config.toString()).doesNotContain("hush");
    assertThatThrownBy(() -> read(WHOLE + "client-secret-file = \"/none\""))
        .hasMessageContaining("client-secret-file = '/none'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "issuer = \"http://login.test\"",
        "issuer = \"https://u:p@login.test\"",
        "issuer = \"https://login.test?x=1\"",
        "issuer = \"ftp://login.test\"",
        "reports-uri = \"http://r.test\"",
        "reports-uri = \"https://r.test/x\"",
        "reports-uri = \"https://r.test?x\"",
        "scopes = \"profile\"",
        "session-for = 13h",
        "timeout = 1m"
      })
  void whatIsUnsafeIsNamed(String setting) {
    String name = setting.split(" ")[0];
    assertThatThrownBy(() -> read(WHOLE + setting))
        .hasMessageContaining("spillway.access.oidc." + name);
  }

  @Test
  void whereNobodyNeedsCredentialsALoginIsAMistake() {
    assertThatThrownBy(() -> read(WHOLE, "local"))
        .hasMessageContaining("spillway.access.oidc.issuer")
        .hasMessageContaining("spillway.access.mode = required");
  }

  private static Optional<OpenIdConfig> read(String oidc) {
    return read(oidc, "required");
  }

  private static Optional<OpenIdConfig> read(String oidc, String mode) {
    Settings settings =
        Settings.of(
            ConfigFactory.parseString(
                    "spillway.access { mode = "
                        + mode
                        + ", oidc { "
                        + oidc
                        + " } }\nhost = \"127.0.0.1\"")
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve());
    Optional<OpenIdConfig> config =
        OpenIdConfig.from(settings, AccessConfig.from(settings, "host"));
    settings.check();
    return config;
  }
}
