"""The files behind EFS: a folder for each file system, and a link for each access point to what it shows of it.

https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from ministack.services import efs

from standin.handlers import Made, wrap
from standin.schemas import Properties


class Files:
    """Where files are: FOLDER/FILE_SYSTEM/root, and FOLDER/FILE_SYSTEM/ACCESS_POINT, which the node mounts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def root(self, file_system: str) -> Path:
        """The root directory of a file system."""
        return self._folder / file_system / "root"

    def backup(self, name: str) -> Path:
        """A copy of a root directory."""
        return self._folder / "backups" / name

    def show(self, access_point: str) -> None:
        """Links an access point to its directory, which is made only with what CreationInfo says of its owner."""
        record = efs._access_points[access_point]
        root = self.root(str(record["FileSystemId"]))
        root.mkdir(parents=True, exist_ok=True)
        directory = record["RootDirectory"]
        path = root / str(directory.get("Path", "/")).lstrip("/")
        info = directory.get("CreationInfo")
        if info and not path.exists():
            path.mkdir(parents=True, mode=int(str(info["Permissions"]), 8))
            os.chown(path, int(info["OwnerUid"]), int(info["OwnerGid"]))
        link = root.parent / access_point
        link.symlink_to(os.path.relpath(path, link.parent), target_is_directory=True)

    def hide(self, file_system: str, access_point: str) -> None:
        """Removes the link; the files stay."""
        (self._folder / file_system / access_point).unlink(missing_ok=True)

    def copy(self, source: Path, target: Path) -> None:
        """Copies a directory with owners, modes and times."""
        shutil.copytree(source, target, symlinks=True, copy_function=_copy_with_owner)
        for directory, _names, _files in os.walk(source):
            status = Path(directory).stat()
            os.chown(target / Path(directory).relative_to(source), status.st_uid, status.st_gid)


def _copy_with_owner(source: str, target: str) -> str:
    shutil.copy2(source, target)
    status = Path(source).stat()
    os.chown(target, status.st_uid, status.st_gid)
    return target


def install(files: Files) -> None:
    """Gives access points something to show."""

    def created(inner: Callable[..., Made], *arguments: object) -> Made:
        made = inner(*arguments)
        files.show(made[0])
        return made

    def deleted(inner: Callable[..., None], physical_id: str, properties: Properties) -> None:
        inner(physical_id, properties)
        files.hide(str(properties["FileSystemId"]), physical_id)

    wrap("AWS::EFS::AccessPoint", "create", created)
    wrap("AWS::EFS::AccessPoint", "delete", deleted)
