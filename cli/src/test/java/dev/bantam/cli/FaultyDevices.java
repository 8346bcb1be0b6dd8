package dev.bantam.cli;

import dev.bantam.device.Device;
import dev.bantam.device.DeviceMemoryException;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Executable;
import dev.bantam.device.InterpreterDevice;
import dev.bantam.prim.Program;
import java.util.concurrent.CountDownLatch;

/** Devices with one fault each, for models with an input of two elements; others they run. */
final class FaultyDevices {
  private FaultyDevices() {}

  /** What they have in common. */
  public abstract static class Faulty implements Device, Device.Provider {
    private final String name;

    Faulty(String name) {
      this.name = name;
    }

    abstract void fault();

    @Override
    public String name() {
      return name;
    }

    @Override
    public Device device(DeviceOptions options) {
      return this;
    }

    @Override
    public Executable compile(Program program) {
      if (program.main().parameters().getFirst().type().elements() == 2) fault();
      return new InterpreterDevice().compile(program);
    }

    @Override
    public String text(Program program, Stage stage) {
      return stage + " of " + name;
    }
  }

  /** Takes the process with it. */
  public static final class Crashing extends Faulty {
    public Crashing() {
      super("crashing");
    }

    @Override
    void fault() {
      System.err.println("something broke");
      Runtime.getRuntime().halt(134);
    }
  }

  /** Never comes back. */
  public static final class Hanging extends Faulty {
    public Hanging() {
      super("hanging");
    }

    @Override
    void fault() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Has no memory. */
  public static final class Small extends Faulty {
    public Small() {
      super("small");
    }

    @Override
    void fault() {
      throw new DeviceMemoryException("small", 2, 1);
    }
  }
}
