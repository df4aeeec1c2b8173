package io.spillway.operate.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as Redis 8 writes them. */
class AclLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "user api on sanitize-payload #00ff ~s:* resetchannels -@all +get +client|setname"
            + " ; account:api log-in,key:s:* get,key:s:* client|setname",
        "user boss on sanitize-payload #00ff ~* &* +@all"
            + " ; account:boss log-in,key:* @all,channel:* subscribe",
        "user default off nopass sanitize-payload ~* &* +@all ; ''",
        "user default on nopass ~* resetchannels +@all"
            + " ; account:default log-in,account:default log-in without a password,key:* @all",
        "user api on #00ff resetchannels -@all +get ; account:api log-in",
        "user api on #00ff ~s:* resetchannels -@all +get (~t:* resetchannels -@all +set)"
            + " ; account:api log-in,key:s:* get,key:t:* set",
        "user api on #00ff %R~s:* resetchannels -@all +get"
            + " ; account:api log-in,key:%R~s:* get",
        "user boss on #00ff ~* resetchannels +@all -flushall"
            + " ; account:boss log-in,key:* @all but flushall"
      })
  void aLineIsRights(String line, String rights) {
    assertThat(AclLine.rights(line))
        .extracting(right -> right.resource() + " " + right.action())
        .containsExactlyInAnyOrder(rights.isEmpty() ? new String[0] : rights.split(",", -1));
  }

  @Test
  void anotherAnswerIsRefused() {
    assertThatThrownBy(() -> AclLine.rights("OK")).isInstanceOf(IllegalArgumentException.class);
  }
}
