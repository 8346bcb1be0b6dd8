package dev.bantam.benchmark.service;

import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Refuses numbers of threads that a device does not have: a figure of one thread must not be named
 * one of two.
 */
@Component
class ThreadLimits {
  private final DeviceStore store;

  ThreadLimits(DeviceStore store) {
    this.store = store;
  }

  /**
   * Notes each device and number that do not fit.
   *
   * @param pointer to the threads in the request
   */
  void check(
      String pointer,
      List<String> devices,
      List<Integer> threads,
      InvalidInputException.Collector errors) {
    for (var device : devices) {
      var most = store.mostThreads(device);
      if (most.isEmpty()) continue;
      threads.stream()
          .filter(number -> number > most.getAsInt())
          .forEach(
              number ->
                  errors.add(
                      InputError.at(
                          pointer,
                          "%d is too many for %s, must be at most %d"
                              .formatted(number, named(device), most.getAsInt()))));
    }
  }

  private static String named(String device) {
    return device.isEmpty() ? "every device" : "device " + device;
  }
}
