package dev.bantam.benchmark.service;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.contract.Answers;
import dev.bantam.kit.id.Ids;
import dev.bantam.kit.problem.CheckedInput;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.token.Access;
import dev.bantam.kit.token.Caller;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.token.Tokens;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Where agents present themselves. */
@RestController
@RequestMapping("/api/v1/agents")
class AgentController {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final String NAME_MESSAGE = "must be letters, digits, '.', '_' or '-', at most 64";

  private final AgentStore agents;
  private final DeviceStore devices;
  private final Ids ids;
  private final JsonMapper json;
  private final TransactionTemplate transaction;
  private final Tokens tokens;

  AgentController(
      AgentStore agents,
      DeviceStore devices,
      Ids ids,
      JsonMapper json,
      TransactionTemplate transaction,
      Tokens tokens) {
    this.tokens = tokens;
    this.agents = agents;
    this.devices = devices;
    this.ids = ids;
    this.json = json;
    this.transaction = transaction;
  }

  /** What an agent says of itself. */
  record AnnouncementRequest(
      @NotBlank(message = "is missing")
          @Size(max = 100, message = "must have at most 100 characters")
          @Nullable String version,
      @NotNull(message = "is missing") @Size(max = 100, message = "must be at most 100")
          @Nullable List<@NotNull(message = "must be an object") @Valid OfferedDevice> devices)
      implements CheckedInput {
    @Override
    public void check(InvalidInputException.Collector errors) {
      var names = new HashSet<String>();
      for (int i = 0; devices != null && i < devices.size(); i++) {
        @Nullable OfferedDevice device = devices.get(i);
        if (device == null || device.name() == null) continue;
        errors.require(
            names.add(device.name()),
            "/devices/%d/name".formatted(i),
            "\"%s\" is the name of a device before it, must be its own".formatted(device.name()));
      }
    }
  }

  /** A device that it offers. */
  record OfferedDevice(
      @NotNull(message = "is missing") @Pattern(regexp = NAME, message = NAME_MESSAGE)
          @Nullable String name,
      @NotNull(message = "is missing") @Pattern(regexp = NAME, message = NAME_MESSAGE)
          @Nullable String kind,
      @Nullable Boolean standIn,
      @Size(max = 100, message = "must be at most 100")
          @Nullable Map<String, Object> capabilities) {}

  /** Announces an agent and its devices; those it had before and does not name are withdrawn. */
  @PutMapping("/{name}")
  @Access(Role.AGENT)
  @Answers(204)
  ResponseEntity<Void> announce(
      @PathVariable String name, @Valid @RequestBody AnnouncementRequest request) {
    if (!name.matches(NAME)) {
      throw new BantamException(
          ErrorCode.INVALID_REQUEST, "agent \"%s\": the name %s".formatted(name, NAME_MESSAGE));
    }
    CheckedInput.require(request);
    var devices = Objects.requireNonNull(request.devices());
    transaction.executeWithoutResult(
        status -> {
          claim(name, Objects.requireNonNull(request.version()));
          for (var device : devices) {
            var capabilities =
                json.writeValueAsString(
                    Objects.requireNonNullElse(device.capabilities(), Map.of()));
            this.devices.offer(
                ids.next("dev"),
                name,
                Objects.requireNonNull(device.name()),
                Objects.requireNonNull(device.kind()),
                Boolean.TRUE.equals(device.standIn()),
                capabilities);
          }
          this.devices.withdrawOthers(
              name, devices.stream().map(device -> Objects.requireNonNull(device.name())).toList());
        });
    return ResponseEntity.noContent().build();
  }

  /** A name belongs to the token that announced it first, until that token ends. */
  private void claim(String name, String version) {
    var caller = Caller.current().id();
    var former = agents.owner(name).filter(owner -> !tokens.isGood(owner)).orElse(caller);
    if (agents.announce(name, caller, former, version)) return;
    throw new BantamException(
        ErrorCode.FORBIDDEN,
        "agent \"%s\": was announced with another token, choose another name".formatted(name));
  }
}
