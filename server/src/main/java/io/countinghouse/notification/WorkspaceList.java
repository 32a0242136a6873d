package io.countinghouse.notification;

import io.countinghouse.kernel.WorkspaceId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The ids of many workspaces in one value of a work row. */
final class WorkspaceList {

  private static final String SPACE = " ";

  private WorkspaceList() {}

  static String text(Collection<WorkspaceId> ids) {
    return ids.stream().map(WorkspaceId::value).collect(Collectors.joining(SPACE));
  }

  static List<WorkspaceId> read(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(SPACE, -1)).map(WorkspaceId::new).toList();
  }
}
