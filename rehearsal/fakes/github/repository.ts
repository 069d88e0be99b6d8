/** A repository that the fake GitHub hosts. */
export interface HostedRepository {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  /** Folder of the bare repository, from which the events of pushes are told. */
  readonly bare: string;
  /** Private repositories are hidden from tokens without the scope `repo`. */
  readonly private: boolean;
}

/** Where people and git reach the repository. */
export const htmlUrl = ({ owner, name }: HostedRepository): string => `https://github.com/${owner}/${name}`;

/** Where the REST API shows the repository. */
export const apiUrl = ({ owner, name }: HostedRepository): string => `https://api.github.com/repos/${owner}/${name}`;

/** The repository as GitHub's API and events show it, without the fields that nobody here reads. */
export function describeRepository(repository: HostedRepository) {
  const { owner, name, defaultBranch } = repository;
  return {
    id: 1,
    name,
    full_name: `${owner}/${name}`,
    private: repository.private,
    visibility: repository.private ? 'private' : 'public',
    owner: { login: owner, name: owner, id: 1, type: 'Organization' },
    url: apiUrl(repository),
    html_url: htmlUrl(repository),
    clone_url: `${htmlUrl(repository)}.git`,
    default_branch: defaultBranch,
    fork: true,
    archived: false,
  };
}
