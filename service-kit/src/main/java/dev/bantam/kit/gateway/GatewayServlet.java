package dev.bantam.kit.gateway;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.problem.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Decides who answers: a service, the contract, health, or the dashboard's files. */
final class GatewayServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServlet.class);

  private final transient Routes routes;
  private final transient Proxy proxy = new Proxy();
  private final transient Metrics metrics = new Metrics();
  private final transient StaticFiles files = new StaticFiles("/static");
  private final transient Contract contract;
  private final transient JsonMapper json = JsonMapper.builder().build();

  GatewayServlet(Routes routes) {
    this.routes = routes;
    this.contract = new Contract(routes.services(), json);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      answer(request, response);
    } catch (BantamException refusal) {
      refuse(request, response, refusal);
    } catch (IOException gone) {
      LOG.debug("{} ended early", request.getRequestURI(), gone);
      throw gone;
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var path = request.getRequestURI();
    if (path.startsWith("/actuator/health")) {
      health(path, response);
    } else if (path.equals("/actuator/prometheus") && routes.isAnyUp()) {
      metrics.send(routes.up(), request, response);
    } else if (path.equals("/openapi.json")) {
      contract.send(response);
    } else if (path.equals("/docs") || path.equals("/docs/")) {
      files.send("/docs/index.html", response);
    } else if (path.equals("/docs/docs.css") || path.equals("/docs/docs.js")) {
      files.send(path, response);
    } else if (Routes.isService(path)) {
      pass(request, response, path);
    } else if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
      files.sendOrIndex(path, response);
    } else {
      throw noAddress(path);
    }
  }

  private void pass(HttpServletRequest request, HttpServletResponse response, String path)
      throws IOException {
    var route = routes.find(path).orElseThrow(() -> noAddress(path));
    var address =
        route
            .address()
            .orElseThrow(
                () ->
                    new BantamException(
                        ErrorCode.UNAVAILABLE,
                        "%s: the service %s is not up yet, nothing is lost"
                            .formatted(path, route.service())));
    try {
      proxy.pass(request, response, address);
    } catch (Proxy.UnreadableAddressException e) {
      LOG.debug("{} cannot be passed on", path, e);
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    }
  }

  /** Alive as soon as it answers; ready once all services have come up. */
  private void health(String path, HttpServletResponse response) throws IOException {
    boolean up = path.endsWith("/liveness") || routes.isComplete();
    response.setStatus(up ? 200 : 503);
    response.setContentType("application/json");
    var text = "{\"status\":\"%s\"}".formatted(up ? "UP" : "OUT_OF_SERVICE");
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static BantamException noAddress(String path) {
    return new BantamException(ErrorCode.NOT_FOUND, "%s: there is no such address".formatted(path));
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, BantamException refusal)
      throws IOException {
    if (response.isCommitted()) throw new IOException(refusal);
    var problem = Problem.of(refusal, request.getRequestURI());
    response.reset();
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    if (problem.status() == 503) response.setHeader("Retry-After", "5");
    json.writeValue(response.getOutputStream(), problem);
  }
}
