// Command content-driver stands in for the EFS CSI driver of a node: it registers with the kubelet under
// the same name and serves static volumes whose handle is "fs-...::fsap-...", each from a folder of its own
// instead of a file system in the network. What it does not stand in for: NFS, TLS, IAM, access-point ids on files.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	registration "k8s.io/kubelet/pkg/apis/pluginregistration/v1"
)

// The forms that the EFS driver takes: fileSystem, then optionally a path, then optionally an access point.
var handle = regexp.MustCompile(`^(fs-[0-9a-f]+)(?::(/[A-Za-z0-9/_-]*)?)?(?::(fsap-[0-9a-f]+))?$`)

type driver struct {
	csi.UnimplementedIdentityServer
	csi.UnimplementedNodeServer
	name, node, root, socket string
	uid, gid                 int
}

func (d *driver) GetPluginInfo(context.Context, *csi.GetPluginInfoRequest) (*csi.GetPluginInfoResponse, error) {
	return &csi.GetPluginInfoResponse{Name: d.name, VendorVersion: "stand-in"}, nil
}

func (d *driver) GetPluginCapabilities(context.Context, *csi.GetPluginCapabilitiesRequest) (*csi.GetPluginCapabilitiesResponse, error) {
	return &csi.GetPluginCapabilitiesResponse{}, nil
}

func (d *driver) Probe(context.Context, *csi.ProbeRequest) (*csi.ProbeResponse, error) {
	return &csi.ProbeResponse{}, nil
}

func (d *driver) NodeGetCapabilities(context.Context, *csi.NodeGetCapabilitiesRequest) (*csi.NodeGetCapabilitiesResponse, error) {
	return &csi.NodeGetCapabilitiesResponse{}, nil
}

func (d *driver) NodeGetInfo(context.Context, *csi.NodeGetInfoRequest) (*csi.NodeGetInfoResponse, error) {
	return &csi.NodeGetInfoResponse{NodeId: d.node}, nil
}

// folder is where a volume's files live. It is made on first use and belongs to the access point's owner.
func (d *driver) folder(id string) (string, error) {
	parts := handle.FindStringSubmatch(id)
	if parts == nil {
		return "", status.Errorf(codes.InvalidArgument, "volumeHandle %q is not of the form fs-...::fsap-...", id)
	}
	path := filepath.Join(d.root, parts[1], parts[3], filepath.Clean("/"+parts[2]))
	if err := os.MkdirAll(path, 0o755); err != nil {
		return "", status.Errorf(codes.Internal, "making %s: %v", path, err)
	}
	if err := os.Chown(path, d.uid, d.gid); err != nil {
		return "", status.Errorf(codes.Internal, "giving %s its owner: %v", path, err)
	}
	return path, nil
}

// mounted compares the folder with the one it would show: a bind mount has its source's inode.
func mounted(source, target string) bool {
	var from, to syscall.Stat_t
	return syscall.Stat(source, &from) == nil && syscall.Stat(target, &to) == nil && from.Dev == to.Dev && from.Ino == to.Ino
}

func (d *driver) NodePublishVolume(_ context.Context, request *csi.NodePublishVolumeRequest) (*csi.NodePublishVolumeResponse, error) {
	target := request.GetTargetPath()
	if request.GetVolumeCapability().GetMount() == nil {
		return nil, status.Error(codes.InvalidArgument, "only volumes with a file system are served")
	}
	source, err := d.folder(request.GetVolumeId())
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(target, 0o750); err != nil {
		return nil, status.Errorf(codes.Internal, "making %s: %v", target, err)
	}
	if mounted(source, target) {
		return &csi.NodePublishVolumeResponse{}, nil
	}
	if err := syscall.Mount(source, target, "", syscall.MS_BIND, ""); err != nil {
		return nil, status.Errorf(codes.Internal, "mounting %s on %s: %v", source, target, err)
	}
	if request.GetReadonly() {
		if err := syscall.Mount("", target, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
			return nil, status.Errorf(codes.Internal, "making %s read-only: %v", target, err)
		}
	}
	log.Printf("published %s on %s", request.GetVolumeId(), target)
	return &csi.NodePublishVolumeResponse{}, nil
}

func (d *driver) NodeUnpublishVolume(_ context.Context, request *csi.NodeUnpublishVolumeRequest) (*csi.NodeUnpublishVolumeResponse, error) {
	target := request.GetTargetPath()
	if err := syscall.Unmount(target, syscall.MNT_DETACH); err != nil && err != syscall.EINVAL && err != syscall.ENOENT {
		return nil, status.Errorf(codes.Internal, "unmounting %s: %v", target, err)
	}
	// Remove, not RemoveAll: what is still in the folder would be the volume's own files.
	if err := os.Remove(target); err != nil && !os.IsNotExist(err) {
		return nil, status.Errorf(codes.Internal, "removing %s: %v", target, err)
	}
	return &csi.NodeUnpublishVolumeResponse{}, nil
}

type registrar struct {
	registration.UnimplementedRegistrationServer
	driver *driver
}

func (r *registrar) GetInfo(context.Context, *registration.InfoRequest) (*registration.PluginInfo, error) {
	return &registration.PluginInfo{
		Type: registration.CSIPlugin, Name: r.driver.name, Endpoint: r.driver.socket, SupportedVersions: []string{"1.0.0"},
	}, nil
}

func (r *registrar) NotifyRegistrationStatus(_ context.Context, result *registration.RegistrationStatus) (*registration.RegistrationStatusResponse, error) {
	if !result.PluginRegistered {
		log.Fatalf("the kubelet refused the driver: %s", result.Error)
	}
	log.Print("registered with the kubelet")
	return &registration.RegistrationStatusResponse{}, nil
}

func serve(path string, register func(*grpc.Server)) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	if err := os.RemoveAll(path); err != nil {
		return err
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	register(server)
	go func() { log.Fatal(server.Serve(listener)) }()
	return nil
}

func main() {
	d := &driver{}
	kubelet := flag.String("kubelet", "/var/lib/kubelet", "the kubelet's root folder")
	flag.StringVar(&d.name, "name", "", "the driver's name, as in a PersistentVolume")
	flag.StringVar(&d.node, "node", "", "the node's name")
	flag.StringVar(&d.root, "root", "", "where the volumes' files are kept")
	flag.IntVar(&d.uid, "uid", 0, "owner of a new volume's root folder")
	flag.IntVar(&d.gid, "gid", 0, "group of a new volume's root folder")
	flag.Parse()
	if d.name == "" || d.node == "" || d.root == "" {
		fmt.Fprintln(os.Stderr, "-name, -node and -root are needed")
		os.Exit(2)
	}
	d.socket = filepath.Join(*kubelet, "plugins", d.name, "csi.sock")
	if err := serve(d.socket, func(s *grpc.Server) {
		csi.RegisterIdentityServer(s, d)
		csi.RegisterNodeServer(s, d)
	}); err != nil {
		log.Fatal(err)
	}
	if err := serve(filepath.Join(*kubelet, "plugins_registry", d.name+"-reg.sock"), func(s *grpc.Server) {
		registration.RegisterRegistrationServer(s, &registrar{driver: d})
	}); err != nil {
		log.Fatal(err)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	<-stop
}
