package io.spillway.stack.adapter.service;

import java.io.IOException;
import java.net.ServerSocket;

/** A program with a port and enough threads that it does not end in an instant. */
final class PortHolder {
  private static final int THREADS = 200;

  private PortHolder() {}

  public static void main(String[] args) throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      for (int i = 0; i < THREADS; i++) {
        Thread.ofPlatform().start(PortHolder::sleep);
      }
      System.out.println("port " + socket.getLocalPort());
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
