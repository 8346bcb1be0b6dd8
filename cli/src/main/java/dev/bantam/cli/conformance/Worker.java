package dev.bantam.cli.conformance;

import dev.bantam.conformance.CaseRunner;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** A process that reads paths of cases, a line each, runs them, and says what came of each. */
final class Worker {
  private Worker() {}

  /** Takes the name of the device as its argument. */
  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT);
    var answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    var runner = new CaseRunner(Devices.load().device(arguments[0], DeviceOptions.DEFAULT));
    var paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    answers.println(OutcomeText.READY);
    for (var path = paths.readLine(); path != null; path = paths.readLine()) {
      answers.println(OutcomeText.print(runner.run(Path.of(path))));
    }
  }
}
