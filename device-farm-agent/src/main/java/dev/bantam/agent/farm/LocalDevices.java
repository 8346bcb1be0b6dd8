package dev.bantam.agent.farm;

import dev.bantam.agent.benchmark.Host;
import dev.bantam.agent.farm.FarmMessages.OfferedDevice;
import dev.bantam.device.host.HostProcessor;
import dev.bantam.toolchain.Toolchain;
import java.util.LinkedHashMap;
import java.util.List;

/** The devices of this machine that a farm can use. */
public final class LocalDevices {
  private LocalDevices() {}

  /** What was found, with what it can do. */
  public static List<OfferedDevice> detect() {
    var best = HostProcessor.levels(Toolchain.clang()).getLast();
    var capabilities = new LinkedHashMap<String, Object>();
    capabilities.put("processor", Host.processor());
    capabilities.put("system", Host.system());
    capabilities.put("cores", best.cores());
    capabilities.put("instructionSet", best.instructions().slug());
    capabilities.put("dotProduct", best.dot().slug());
    capabilities.put("vectorBytes", best.vectorBytes());
    capabilities.put(
        "cacheBytes",
        List.of(best.caches().first(), best.caches().second(), best.caches().third()));
    return List.of(new OfferedDevice("cpu", "cpu", false, capabilities));
  }
}
