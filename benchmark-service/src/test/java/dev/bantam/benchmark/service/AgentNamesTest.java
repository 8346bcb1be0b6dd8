package dev.bantam.benchmark.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.kit.token.Role;
import dev.bantam.kit.token.Tokens;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which token speaks for which agent, and under which names. */
class AgentNamesTest {
  private static TestFarm farm;

  @BeforeAll
  static void start() {
    farm = TestFarm.start();
  }

  @AfterAll
  static void stop() {
    farm.close();
  }

  @Test
  void anAgentsNameBelongsToTheTokenThatCameFirst() {
    var name = farm.announced();
    var other =
        farm.service()
            .as(Role.ADMIN)
            .send(
                "PUT",
                "/api/v1/agents/" + name,
                BodyPublishers.ofString("{\"version\":\"1\",\"devices\":[]}"),
                "Content-Type",
                "application/json");
    assertThat(other.status()).isEqualTo(403);
    assertThat(farm.agent().post("/api/v1/leases?agent=nobody", "").status()).isEqualTo(404);
  }

  @Test
  void twoDevicesOfOneNameAreRefused() {
    var device = "{\"name\":\"%s\",\"kind\":\"cpu\"}";
    var devices = "[%s,%s,%s]".formatted(device, device, device).formatted("a", "b", "a");
    var answer =
        farm.agent()
            .send(
                "PUT",
                "/api/v1/agents/twins",
                BodyPublishers.ofString("{\"version\":\"1\",\"devices\":%s}".formatted(devices)),
                "Content-Type",
                "application/json");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue())
        .isEqualTo("/devices/2/name: \"a\" is the name of a device before it, must be its own");
  }

  @Test
  void anAgentsNameIsFreeAgainOnceItsTokenHasEnded() {
    var tokens = farm.service().context().getBean(Tokens.class);
    var first = tokens.issue("first", Role.AGENT, null);
    var second =
        farm.service().anyone().with(tokens.issue("second", Role.AGENT, null).secret().text());
    var name = farm.announced(farm.service().anyone().with(first.secret().text()));
    assertThat(farm.announce(second, name).status()).isEqualTo(403);

    tokens.revoke(first.token().id());
    assertThat(farm.announce(second, name).status()).isEqualTo(204);
    var job = farm.benchmark(name);
    var lease = second.post("/api/v1/leases?agent=" + name + "&wait=30", "").json();
    assertThat(lease.path("benchmark").path("id").stringValue()).isEqualTo(job);
    assertThat(farm.announce(farm.agent(), name).status()).isEqualTo(403);
  }

  @Test
  void anAgentNeedNotBeNamedWhereItsTokenSpeaksForNoOther() {
    var tokens = farm.service().context().getBean(Tokens.class);
    var owner = farm.service().anyone().with(tokens.issue("one", Role.AGENT, null).secret().text());
    var none = owner.post("/api/v1/leases", "");
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.json().path("detail").stringValue())
        .isEqualTo(
            "parameter agent: is missing, must be one that was announced with this token; there is none yet");
    var first = farm.announced(owner);
    assertThat(owner.post("/api/v1/leases", "").status()).isEqualTo(204);
    var job = farm.benchmark(first);
    var lease = owner.post("/api/v1/leases?wait=30", "").json();
    assertThat(lease.path("benchmark").path("id").stringValue()).isEqualTo(job);
    var names = java.util.stream.Stream.of(first, farm.announced(owner)).sorted().toList();
    assertThat(owner.post("/api/v1/leases", "").json().path("detail").stringValue())
        .isEqualTo("parameter agent: is missing, must be one of " + String.join(", ", names));
  }
}
