/**
 * Variables by which Git tells its hooks about the repository that runs them, and by which it would look there for every folder.
 * @see https://git-scm.com/docs/githooks
 */
const OF_A_REPOSITORY = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

/**
 * Has Git look for the repository of a folder in that folder, whatever called this program: a hook of another repository, or of a
 * worktree of this one. What settings somebody gives to Git by variables stays.
 * @param env is changed
 */
export function forgetCallersRepository(env: NodeJS.ProcessEnv = process.env): void {
  for (const name of OF_A_REPOSITORY) delete env[name];
}
