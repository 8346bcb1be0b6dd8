package dev.bantam.device;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.List;
import java.util.ServiceLoader;

/** The devices that are there. */
public final class Devices {
  private final List<Device.Provider> providers;

  private Devices(List<Device.Provider> providers) {
    this.providers = List.copyOf(providers);
  }

  /** All that are on the class path. */
  public static Devices load() {
    var found = ServiceLoader.load(Device.Provider.class, Device.Provider.class.getClassLoader());
    return new Devices(found.stream().map(ServiceLoader.Provider::get).toList());
  }

  /** Of those that this machine has what they need for. */
  public List<String> names() {
    return providers.stream()
        .filter(Device.Provider::isThere)
        .map(Device.Provider::name)
        .sorted()
        .toList();
  }

  /** The device of that name, or a refusal that lists those that there are. */
  public Device device(String name, DeviceOptions options) {
    for (var provider : providers) {
      if (provider.name().equals(name)) return provider.device(options);
    }
    throw new BantamException(
        ErrorCode.NOT_FOUND,
        "device \"%s\" is not known, must be one of %s".formatted(name, names()));
  }
}
