package io.spillway.stack.core;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The services that one JVM runs: a service alone, from its own jar, or several together.
 *
 * @param services in the order of {@link PipelineService}; at least one
 */
public record ServiceJvm(List<PipelineService> services) {
  /** What a JVM of several services is called. */
  public static final String SHARED = "pipeline";

  private static final int SHARED_HEAP_MIB = 768;
  private static final int SHARED_YOUNG_MIB = 448;
  private static final int YOUNG_MIB = 96;
  private static final int SHARED_CODE_MIB = 240;
  private static final int CODE_MIB = 96;
  private static final int SHARED_CLASSES_MIB = 384;
  private static final int CLASSES_MIB = 256;

  public ServiceJvm {
    services = services.stream().distinct().sorted().toList();
    if (services.isEmpty()) {
      throw new IllegalArgumentException("a JVM without services");
    }
  }

  public static ServiceJvm of(PipelineService service) {
    return new ServiceJvm(List.of(service));
  }

  /** One JVM for all of these, or one for each. */
  public static List<ServiceJvm> of(Collection<PipelineService> services, boolean together) {
    return together && services.size() > 1
        ? List.of(new ServiceJvm(List.copyOf(services)))
        : services.stream().map(ServiceJvm::of).toList();
  }

  public boolean isShared() {
    return services.size() > 1;
  }

  /** The name of the process and of its log; also the module's. */
  public String name() {
    return isShared() ? SHARED : services.getFirst().serviceName();
  }

  /** The runnable jar below the project's root. */
  public Path jar(Path root) {
    return root.resolve(name()).resolve("target").resolve(name() + ".jar");
  }

  /** What the jar is told: which services, where it can run several. */
  public List<String> arguments() {
    return isShared() ? services.stream().map(PipelineService::serviceName).toList() : List.of();
  }

  /** That of its most urgent service. */
  public Priority priority() {
    return services.stream().map(PipelineService::priority).sorted().findFirst().orElseThrow();
  }

  /** The largest heap, in MiB. */
  public int heapMiB() {
    return isShared() ? SHARED_HEAP_MIB : services.getFirst().heapMiB();
  }

  /** The young generation, in MiB. */
  public int youngMiB() {
    return isShared() ? SHARED_YOUNG_MIB : YOUNG_MIB;
  }

  /** The most compiled code, in MiB. */
  public int codeMiB() {
    return isShared() ? SHARED_CODE_MIB : CODE_MIB;
  }

  /** The most metadata of classes, in MiB. */
  public int classesMiB() {
    return isShared() ? SHARED_CLASSES_MIB : CLASSES_MIB;
  }
}
