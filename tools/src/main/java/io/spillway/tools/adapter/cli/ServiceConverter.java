package io.spillway.tools.adapter.cli;

import io.spillway.tools.core.PipelineService;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a service's name; a wrong one is a usage error that lists the names. */
final class ServiceConverter implements ITypeConverter<PipelineService> {
  @Override
  public PipelineService convert(String name) {
    try {
      return PipelineService.named(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
