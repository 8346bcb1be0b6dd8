package dev.bantam.kit.gateway;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;

/** The web server of the one address. Each request has a virtual thread. */
public final class Gateway implements AutoCloseable {
  private static final int HEADER_BYTES = 64 * 1024;

  private final Tomcat tomcat;
  private final Connector connector;

  private Gateway(Tomcat tomcat, Connector connector) {
    this.tomcat = tomcat;
    this.connector = connector;
  }

  /**
   * Starts it.
   *
   * @param host to listen on: {@code 127.0.0.1} for this machine only
   * @param port to listen on; 0 for any that is free
   */
  public static Gateway start(String host, int port, Routes routes) {
    try {
      var base = Files.createTempDirectory("bantam-gateway");
      var tomcat = new Tomcat();
      tomcat.setBaseDir(base.toString());
      var connector = connector(host, port);
      tomcat.setConnector(connector);
      if (tomcat.getHost() instanceof StandardHost all) {
        all.setErrorReportValveClass(ProblemReportValve.class.getName());
      }
      var context = tomcat.addContext("", Path.of(base.toString()).toString());
      Tomcat.addServlet(context, "gateway", new GatewayServlet(routes)).setAsyncSupported(true);
      context.addServletMappingDecoded("/", "gateway");
      tomcat.start();
      return new Gateway(tomcat, connector);
    } catch (IOException | LifecycleException e) {
      throw new BantamException(
          ErrorCode.UNAVAILABLE,
          "%s:%d: cannot be listened on (%s), choose another with --port"
              .formatted(host, port, reason(e)),
          e);
    }
  }

  private static String reason(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) cause = cause.getCause();
    return String.valueOf(cause.getMessage());
  }

  private static Connector connector(String host, int port) {
    var connector = new Connector();
    connector.setPort(port);
    connector.setProperty("address", host);
    connector.setProperty("maxHttpRequestHeaderSize", String.valueOf(HEADER_BYTES));
    connector.setProperty("maxSwallowSize", "-1");
    connector.setProperty("relaxedQueryChars", "");
    connector.setParseBodyMethods("NONE");
    connector.setMaxPostSize(-1);
    connector.getProtocolHandler().setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    connector.setThrowOnFailure(true);
    return connector;
  }

  /** Where it listens, as seen from this machine. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new BantamException(ErrorCode.INTERNAL, "the gateway: cannot be stopped", e);
    }
  }
}
