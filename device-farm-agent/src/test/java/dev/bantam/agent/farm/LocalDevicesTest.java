package dev.bantam.agent.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.agent.farm.FarmMessages.OfferedDevice;
import dev.bantam.device.host.opencl.OpenClProcessor;
import org.junit.jupiter.api.Test;

class LocalDevicesTest {
  @Test
  void offersThisMachine() {
    var cpu = LocalDevices.detect().getFirst();
    assertThat(cpu.name()).isEqualTo("cpu");
    assertThat(cpu.standIn()).isFalse();
    assertThat(cpu.capabilities()).containsKeys("processor", "cores", "instructionSet");
  }

  /** A driver that computes on the CPU is offered as what it is. */
  @Test
  void offersWhatADriverOffers() {
    var found = OpenClProcessor.all();
    var offered = LocalDevices.detect().stream().filter(device -> device.kind().equals("opencl"));
    assertThat(offered.map(OfferedDevice::standIn).toList())
        .isEqualTo(found.stream().limit(1).map(OpenClProcessor::isStandIn).toList());
  }
}
