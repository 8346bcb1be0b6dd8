package dev.bantam.benchmark.service;

import dev.bantam.benchmark.service.BenchmarkApplication.FarmProperties;
import dev.bantam.benchmark.service.DeviceStore.DeviceRow;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.token.Access;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.web.Page;
import dev.bantam.kit.web.PageRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The devices of the farm. */
@RestController
@RequestMapping("/api/v1/devices")
class DeviceController {
  private final DeviceStore store;
  private final FarmProperties properties;
  private final Clock clock;
  private final JsonMapper json;

  DeviceController(DeviceStore store, FarmProperties properties, Clock clock, JsonMapper json) {
    this.store = store;
    this.properties = properties;
    this.clock = clock;
    this.json = json;
  }

  /** Why a device is taken out. */
  record QuarantineRequest(
      @NotBlank(message = "is missing, must say why")
          @Size(max = 500, message = "must have at most 500 characters")
          @Nullable String reason) {}

  @GetMapping
  Page<DeviceResource> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    var page = PageRequest.of(limit, cursor);
    return page.answer(store.devices(page.before(), page.fetch()), DeviceRow::id, this::resource);
  }

  @GetMapping("/{id}")
  DeviceResource one(@PathVariable String id) {
    return resource(required(id));
  }

  /** Takes a device out: it is given no more benchmarks. */
  @PostMapping("/{id}/quarantine")
  @Access(Role.ADMIN)
  DeviceResource quarantine(
      @PathVariable String id, @Valid @RequestBody QuarantineRequest request) {
    required(id);
    store.quarantine(id, request.reason());
    return one(id);
  }

  /** Puts a device back. */
  @PostMapping("/{id}/release")
  @Access(Role.ADMIN)
  DeviceResource release(@PathVariable String id) {
    required(id);
    store.quarantine(id, null);
    return one(id);
  }

  private DeviceRow required(String id) {
    return store
        .device(id)
        .orElseThrow(
            () ->
                new BantamException(
                    ErrorCode.NOT_FOUND, "device %s: does not exist".formatted(id)));
  }

  private DeviceResource resource(DeviceRow row) {
    return DeviceResource.of(row, store.queued(row.id()), properties, clock.instant(), json);
  }
}
