package dev.bantam.kit.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDigestTest {
  @Test
  void theSha256IsFoundAmongOthers() {
    var digest = Digest.of("x");
    var member = "sha-256=:" + Base64.getEncoder().encodeToString(digest.hash()) + ":";

    assertThat(ContentDigest.header(digest)).isEqualTo(member);
    assertThat(ContentDigest.parse(member)).contains(digest);
    assertThat(ContentDigest.parse("sha-512=:AAAA:, " + member)).contains(digest);
    assertThat(ContentDigest.parse("sha-512=:AAAA:")).isEmpty();
    assertThat(ContentDigest.parse(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "sha-256=abc", "sha-256=::", "sha-256=:AAAA:", "sha-256=:%:"})
  void anythingElseIsRefused(String header) {
    assertThatThrownBy(() -> ContentDigest.parse(header))
        .hasMessage(
            "header Content-Digest: \"%s\" must be of the form sha-256=:<base64>: (RFC 9530)"
                .formatted(header));
  }
}
